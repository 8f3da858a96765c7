import type * as pulumi from "@pulumi/pulumi";

import type { certificate } from "../provider/index";
import type { Properties } from "../provider/resource";

interface ProviderModule {
  certificate: typeof certificate;
}

/* eslint-disable @typescript-eslint/no-require-imports -- looked up at run time, by design. */

/**
 * The provider object that is serialized into every user's state. Its text must never change, so it
 * holds nothing: each method asks the installed package, by a name that may never move.
 */
export const certificateShim = {
  configure(request: pulumi.dynamic.ConfigureRequest) {
    (require("pulumi-certcentral/provider") as ProviderModule).certificate.configure(request);
    return Promise.resolve();
  },
  check(olds: Properties, news: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.check(olds, news);
  },
  diff(id: string, olds: Properties, news: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.diff(
      id,
      olds,
      news,
    );
  },
  create(inputs: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.create(inputs);
  },
  read(id: string, props: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.read(id, props);
  },
  update(id: string, olds: Properties, news: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.update(
      id,
      olds,
      news,
    );
  },
  delete(id: string, props: Properties) {
    return (require("pulumi-certcentral/provider") as ProviderModule).certificate.delete(id, props);
  },
} as pulumi.dynamic.ResourceProvider;
