import type * as provider from "./index";
import { packageMissing } from "./messages/program";

/**
 * The provider's code as it lies in every user's state. Its text must never change, so it holds nothing but a name: it asks
 * the installed package, by a path that may never move, found from the program's folder and then from the SDK's, so that
 * a package that only a library of the program has is found too.
 *
 * A literal instead of `pulumi.dynamic.Resource`'s serialized closure: a tenth of the bytes in each resource's state, no
 * serializer in each run, and nothing that a bundler could rename. The plugin puts it into the state as well, so that a stack may
 * go to the dynamic provider at any time.
 */
export function shimFor(resource: keyof typeof provider): string {
  const missing = JSON.stringify(packageMissing());
  return (
    'exports.handler=()=>{let p;try{p=require.resolve("pulumi-certcentral/provider",' +
    '{paths:[".",require.main?.path??"."]})}' +
    `catch{const e=Error(${missing});e.stack="";throw e}return require(p).${resource}};`
  );
}
