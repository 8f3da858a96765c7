// Who may import whom. The picture and the reasons are in DESIGN.md.
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
      to: { path: "^(sdk|provider|tests|tools|examples)/" },
    },
    {
      name: "nothing-of-ours-imports-the-emulator",
      severity: "error",
      from: { path: "^(sdk|provider)/" },
      to: { path: "^emulator/|certcentral-emulator" },
    },
    {
      name: "sdk-sees-only-types-of-the-provider",
      comment:
        "A class must not load the provider; only the shim looks it up, at run time. Look-ups call the " +
        "client themselves, and the component asks two pure rules.",
      severity: "error",
      from: { path: "^sdk/", pathNot: "^sdk/(shim|functions)\\.ts$" },
      to: {
        path: "^provider/",
        pathNot: "^provider/(dcv|certificate/products)\\.ts$",
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
      name: "the-client-knows-no-resource",
      severity: "error",
      from: { path: "^provider/certcentral/" },
      to: { path: "^provider/(?!certcentral/|clock\\.ts$)" },
    },
    {
      name: "only-the-row-knows-pulumi",
      comment: "The provider runs in the engine's process; it takes nothing of the SDK's runtime.",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/engine-log\\.ts$" },
      to: { path: "@pulumi/pulumi" },
    },
    {
      name: "the-plan-is-pure",
      comment:
        "Plan, rules and fields are functions of their arguments: no clock, no client, no engine.",
      severity: "error",
      from: {
        path: "^provider/(certificate/(plan|forecast|spec|fields|issuance|products|check)|domain/(plan|fields)|rules|names|words|fields)\\.ts$",
      },
      to: { path: "^provider/(certcentral/|clock|engine-log|resource|settings|wait)" },
    },
    {
      name: "only-x509-reads-certificates",
      severity: "error",
      from: { path: "^provider/(?!x509/)" },
      to: { path: "@peculiar/x509" },
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
