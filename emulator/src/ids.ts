/** Ids as CertCentral gives them: large, and never the same twice, whatever the account. */
export class Ids {
  #order = 112233001;
  #certificate = 240900001;
  #request = 198001;
  #domain = 1469;

  order(): number {
    return this.#order++;
  }

  certificate(): number {
    return this.#certificate++;
  }

  request(): number {
    return this.#request++;
  }

  domain(): number {
    return this.#domain++;
  }
}
