/** Where each kind starts: large numbers, as CertCentral's are, and small ones where its pages show such. */
const starts = {
  order: 112_233_001,
  certificate: 240_900_001,
  request: 198_001,
  domain: 1469,
  organization: 117_483,
  container: 5,
  customField: 11,
  user: 153_208,
};

export type IdKind = keyof typeof starts;

/** Ids as CertCentral gives them: never the same twice, whatever the account. */
export class Ids {
  readonly #next = { ...starts };

  next(kind: IdKind): number {
    return this.#next[kind]++;
  }
}
