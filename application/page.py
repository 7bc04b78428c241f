"""The page: a colour that fills the window, and a card that says which release this is."""

from html import escape
from string import Template

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Version $version</title>
<link rel="icon" href="data:,">
<style>
  :root { --colour: $colour; }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; padding: 1.5rem;
    display: grid; place-items: center;
    background-color: var(--colour); transition: background-color .6s;
    color: #1b1f24; font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  }
  main {
    width: min(26rem, 100%); padding: 2.25rem 2.5rem;
    background: #fff; border-radius: 1rem; box-shadow: 0 1.25rem 3rem rgb(0 0 0 / 25%);
  }
  h1 { margin: 0 0 1.5rem; font-size: 3rem; line-height: 1.1; letter-spacing: -.03em; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .5rem 1.5rem; margin: 0; }
  dt { color: #57606a; }
  dd { margin: 0; display: flex; align-items: center; gap: .5rem; font-variant-numeric: tabular-nums; }
  code { font: inherit; font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
  .swatch {
    width: 1rem; height: 1rem; border-radius: .25rem; border: 1px solid rgb(0 0 0 / 20%);
    background-color: var(--colour); transition: background-color .6s;
  }
  @media (prefers-reduced-motion: reduce) { body, .swatch { transition: none; } }
</style>
</head>
<body>
<main>
  <h1>Version <span id="version">$version</span></h1>
  <dl>
    <dt>Colour</dt><dd><span class="swatch"></span><code id="colour">$colour</code></dd>
    <dt>Answered</dt><dd id="answered">1</dd>
    <dt>Lost</dt><dd id="lost">0</dd>
  </dl>
</main>
<script>
  // Asks once a second which release answers, so that an open page shows the traffic move.
  const show = (id, text) => { document.getElementById(id).textContent = text; };
  let answered = 1, lost = 0;
  setInterval(async () => {
    try {
      const answer = await fetch("version", { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (!answer.ok) throw new Error(answer.status);
      const { colour, version } = await answer.json();
      document.documentElement.style.setProperty("--colour", colour);
      document.title = "Version " + version;
      show("colour", colour);
      show("version", version);
      show("answered", ++answered);
    } catch {
      show("lost", ++lost);
    }
  }, 1000);
</script>
</body>
</html>
""")


def render_page(colour: str, version: str) -> str:
    """The page of one release, as HTML."""
    return PAGE.substitute(colour=escape(colour), version=escape(version))
