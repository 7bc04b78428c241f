"""A program of somebody else's with a mistake in each line that says so: type checkers must find every one of them."""

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, Nat, Network, Wrong  # mistake

BlueGreenEcsPipeline("a", {})  # mistake
BlueGreenEcsPipeline("b", {"source": {"repositry": "acme/web"}})  # mistake
BlueGreenEcsPipeline("c", {"source": {"repository": 7}})  # mistake
BlueGreenEcsPipeline("d", {"source": {"repository": "acme/web"}, "sevice": {}})  # mistake
BlueGreenEcsPipeline("e", {"source": {"repository": "acme/web"}, "service": {"cpu": "256"}})  # mistake
BlueGreenEcsPipeline(7, {"source": {"repository": "acme/web"}})  # mistake
Network("f", {"nat": "none"})  # mistake
Network("g", {"nat": Nat.NONE, "cidrBlock": "10.0.0.0/16"})  # mistake
Network("h", {"nat": Nat.NONE}).vpc_ip  # mistake
number: int = Network("i", {}).vpc_id  # mistake
