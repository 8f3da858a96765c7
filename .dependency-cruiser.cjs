// Who may import whom. The picture and the reasons are in DESIGN.md.

/** Everything of ours that touches the world, and what Node and libraries do it with. */
const impure =
  "^provider/(clock|settings|engine-log|resource|serve|functions|wait|account|lost-reply|index)\\.ts$|" +
  "^provider/certcentral/(?!(wire|replies|reply-parts|types)\\.ts$)|^provider/certificate/(run/|lifecycle)|" +
  "^(node:)?(fs|http|https|dns|dgram|child_process|timers|worker_threads)(/|$)|undici|grpc";

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "the-emulator-is-a-stranger",
      comment: "A shared line would hide a shared mistake.",
      severity: "error",
      from: { path: "^emulator/" },
      to: { path: "^(sdk|provider|cli|tests|tools|examples)/" },
    },
    {
      name: "nothing-of-ours-imports-the-emulator",
      severity: "error",
      from: { path: "^(sdk|provider|cli)/" },
      to: { path: "^emulator/|certcentral-emulator" },
    },
    {
      name: "sdk-sees-only-types-of-the-provider",
      comment:
        "A class must not load the provider; only the shim, a text that it registers, looks it up, at run time. Look-ups call the " +
        "client themselves, a class takes the names of its outputs from their table, a provider the names of settings, the component asks two pure rules, and a resource tells the run's journal that it is declared, and what its row must say before the provider is asked.",
      severity: "error",
      from: { path: "^sdk/", pathNot: "^sdk/functions\\.ts$" },
      to: {
        path: "^provider/",
        pathNot:
          "^provider/(dcv|journal|settings|shim|messages/program|certificate/plan/products|(certificate/order|domain|domain-validation)/outputs)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "the-provider-never-sees-the-sdk",
      severity: "error",
      from: { path: "^provider/" },
      to: { path: "^sdk/" },
    },
    {
      name: "nothing-below-sees-the-plugin",
      comment: "It is a door: the core does not know who comes through it.",
      severity: "error",
      from: { path: "^(provider|sdk)/" },
      to: { path: "^plugin/" },
    },
    {
      name: "the-plugin-takes-the-core-alone",
      severity: "error",
      from: { path: "^plugin/" },
      to: { path: "^sdk/" },
    },
    {
      name: "the-plugins-server-knows-no-resource",
      severity: "error",
      from: { path: "^plugin/server\\.ts$" },
      to: { path: "^plugin/package|^provider/(certificate|domain|issued-certificate)" },
    },
    {
      name: "the-client-knows-no-resource",
      severity: "error",
      from: { path: "^provider/certcentral/" },
      to: { path: "^provider/(?!certcentral/|messages/|clock\\.ts$)" },
    },
    {
      name: "only-the-row-knows-pulumi",
      comment: "The provider runs in the engine's process; it takes nothing of the SDK's runtime.",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/engine-log\\.ts$" },
      to: { path: "@pulumi/pulumi" },
    },
    {
      name: "plan-and-order-are-pure",
      comment:
        "What they say is a function of their arguments: they reach nothing, however indirectly, that " +
        "does I/O, reads a clock, draws chance, or knows how the provider was configured.",
      severity: "error",
      from: {
        path: "^plugin/(foresight|asks-first|details|urn)\\.ts$|^provider/(certificate/(plan|order)/|(domain|domain-validation|issued-certificate)/(plan|fields|outputs|validation)\\.ts$|messages/|(rules|names|format|fields|outputs|schema|calendar|dcv|wire)\\.ts$|x509/)",
      },
      to: { path: impure, reachable: true },
    },
    {
      name: "plan-is-below-order-is-below-run",
      comment: "The reading order of the room, and its only arrows.",
      severity: "error",
      from: { path: "^provider/certificate/plan/" },
      to: { path: "^provider/certificate/(order/|run/|lifecycle)", reachable: true },
    },
    {
      name: "order-is-below-run",
      severity: "error",
      from: { path: "^provider/certificate/order/" },
      to: { path: "^provider/certificate/(run/|lifecycle)", reachable: true },
    },
    {
      name: "run-is-below-lifecycle",
      severity: "error",
      from: { path: "^provider/certificate/run/" },
      to: { path: "^provider/certificate/lifecycle" },
    },
    {
      name: "nothing-imports-the-command-line",
      severity: "error",
      from: { path: "^(sdk|provider|plugin|emulator)/" },
      to: { path: "^cli/" },
    },
    {
      name: "the-command-line-only-reads",
      comment:
        "It has the client that sends nothing but GET, and what is pure: no rule of its own, and nothing that runs.",
      severity: "error",
      from: { path: "^cli/" },
      to: {
        path: "^(sdk/|plugin/|provider/(?!certificate/(plan|order)/|certcentral/reader\\.ts$|messages/|x509/|(calendar|clock|dcv|format|names|rules|settings|wire)\\.ts$))",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "only-x509-reads-certificates",
      severity: "error",
      from: { path: "^provider/(?!x509/)" },
      to: { path: "@peculiar/" },
    },
    {
      name: "only-the-transport-speaks-http",
      severity: "error",
      from: { path: "^provider/(?!certcentral/transport\\.ts$)" },
      to: { path: "undici" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
