import type * as pulumi from "@pulumi/pulumi";

import type * as provider from "../provider/index";
import type { Properties } from "../provider/resource";

type ProviderModule = typeof provider;

/* eslint-disable @typescript-eslint/no-require-imports -- looked up at run time, by design. */

/**
 * The provider object that is serialized into every user's state. Its text must never change, so it
 * holds nothing but a name: each method asks the installed package, by a path that may never move.
 */
export function shimFor(resource: keyof ProviderModule): pulumi.dynamic.ResourceProvider {
  return {
    configure(request: pulumi.dynamic.ConfigureRequest) {
      (require("pulumi-certcentral/provider") as ProviderModule)[resource].configure(request);
      return Promise.resolve();
    },
    check(olds: Properties, news: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].check(olds, news);
    },
    diff(id: string, olds: Properties, news: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].diff(
        id,
        olds,
        news,
      );
    },
    create(inputs: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].create(inputs);
    },
    read(id: string, props: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].read(id, props);
    },
    update(id: string, olds: Properties, news: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].update(
        id,
        olds,
        news,
      );
    },
    delete(id: string, props: Properties) {
      return (require("pulumi-certcentral/provider") as ProviderModule)[resource].delete(id, props);
    },
  } as pulumi.dynamic.ResourceProvider;
}
