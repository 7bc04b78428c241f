import { BlueGreenEcsPipeline } from "@pulumi/blue-green-ecs-pipeline";

const web = new BlueGreenEcsPipeline("web", {
    source: { repository: "acme/web" },
    network: { nat: "single" },
    service: { cpu: 512, memory: 1024, environment: { COLOUR: "blue" } },
    tags: { team: "web" },
});

export const url = web.url;
export const connectionArn = web.connectionArn;
