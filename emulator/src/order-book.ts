/** The orders of an account: placed, added to, ended. Facts only; the views turn them into replies. */
import type { Account } from "./account";
import type { CertificateAuthority } from "./ca";
import { day, laterBy } from "./calendar";
import type { EmulatedClock } from "./clock";
import { refuseOtherNames, withNamesOf } from "./duplicate";
import { readMethod } from "./dcv/methods";
import { openValidation } from "./dcv/open";
import {
  type ApprovalRequest,
  type Certificate,
  namesOf,
  type Order,
  primaryOf,
  type RequestType,
  statusOf,
} from "./order";
import {
  endOf,
  isSet,
  type OrderBody,
  readCertificate,
  readPlan,
  type ReissueBody,
} from "./order-body";
import type { Override } from "./faults/catalog";
import {
  containerOf,
  organizationOf,
  refuseByAccount,
  refuseTakenId,
  renewedOrderOf,
} from "./order-links";
import { type SignableWish, withHolder } from "./order-holder";
import { Issuer } from "./order-issue";
import { pay, priceOfAddedNames, priceOfOrder } from "./order-price";
import {
  cancelOrder,
  certificateOf,
  refuseProcessed,
  rejectRequest,
  revokeAll,
  revokeOne,
} from "./order-end";
import type { Ids } from "./ids";
import { badRequest, notFound } from "./problems";
import type { Product } from "./products";
import type { Settings } from "./settings";

export class OrderBook {
  readonly orders = new Map<number, Order>();
  readonly #issuer: Issuer;

  constructor(
    readonly account: Account,
    ca: CertificateAuthority,
    private readonly clock: EmulatedClock,
    private readonly settings: Settings,
    private readonly ids: Ids,
  ) {
    this.#issuer = new Issuer(account, ca, clock, settings);
  }

  get(id: number): Order {
    const order = this.orders.get(id);
    if (order === undefined) throw notFound("order");
    return order;
  }

  certificate(id: number): { order: Order; certificate: Certificate } {
    for (const order of this.orders.values()) {
      const certificate = order.certificates.find((own) => own.id === id);
      if (certificate !== undefined) return { order, certificate };
    }
    throw notFound("certificate");
  }

  request(id: number): { order: Order; request: ApprovalRequest } {
    for (const order of this.orders.values()) {
      const request = order.requests.find((own) => own.id === id);
      if (request !== undefined) return { order, request };
    }
    throw notFound("request");
  }

  /** Takes an order and its price; what is not in order is refused before anything changes. */
  async place(
    product: Product,
    body: OrderBody,
    override: Override = {},
  ): Promise<{ order: Order; newDomains: string[] }> {
    const now = this.clock.now();
    const today = day(now);
    const plan = readPlan(body, today, this.settings);
    const planEnd = endOf(plan, today) ?? today;
    const asked = await readCertificate(body.certificate, product, today, this.settings, planEnd);
    const organization = organizationOf(product, body, this.account);
    const wish = withHolder(asked, organization);
    // No other request comes in between from here on: what is looked for stays so.
    if (this.settings.requireUniqueAlternativeOrderIds) refuseTakenId(body, this.orders);
    refuseByAccount(body, this.account, this.settings);
    const renewed = renewedOrderOf(body, this.orders, today, this.settings);
    const containerId = containerOf(body, this.account);
    const isDv = product.validation === "dv";
    const dcvMethod = readMethod(body.dcv_method ?? "email", isDv);
    const charge = priceOfOrder(product, today, planEnd);
    pay(this.settings, charge);
    const organizationId = organization && this.account.organizationFor(organization).id;
    const order: Order = {
      id: this.ids.next("order"),
      product,
      body,
      createdAt: now,
      charge,
      plan,
      organizationId,
      createsOrganization: organization !== undefined && !("id" in organization),
      containerId,
      renewalOfOrderId: renewed?.id,
      customFields: (body.custom_fields ?? []).map(({ metadata_id, value }) => ({
        metadataId: metadata_id,
        value,
      })),
      certificates: [],
      requests: [],
      dcvMethod,
      dcvApproved: new Set(),
      statusChangedAt: now,
      lastStatus: "",
    };
    if (renewed !== undefined) renewed.renewedOrderId = order.id;
    this.orders.set(order.id, order);
    const newDomains = openValidation(order, wish, body, this.account.domains, now);
    this.#addCertificate(order, "original", wish, body, override);
    await this.settle(order);
    return { order, newDomains };
  }

  /** A further certificate on an order: a reissue replaces the primary one, a duplicate does not. */
  async further(
    order: Order,
    kind: "reissue" | "duplicate",
    body: ReissueBody,
    override: Override = {},
  ): Promise<{ certificate: Certificate; request: ApprovalRequest | undefined; charge: number }> {
    await this.settle(order);
    const now = this.clock.now();
    const today = day(now);
    const status = statusOf(order, now);
    if (status !== "issued") {
      throw badRequest("invalid_order_status", `An order that is ${status} has no ${kind}.`);
    }
    const planEnd = order.validTill ?? today;
    const { product } = order;
    const original = kind === "duplicate" ? primaryOf(order) : undefined;
    const { certificate } = original === undefined ? body : withNamesOf(original, body);
    const asked = await readCertificate(certificate, product, today, this.settings, planEnd);
    if (original !== undefined) refuseOtherNames(original, asked);
    const method = body.dcv_method && readMethod(body.dcv_method, product.validation === "dv");
    const organization = this.account.organizations.get(order.organizationId ?? 0);
    const wish = withHolder(asked, organization);
    const names = namesOf(wish.commonName, wish.dnsNames);
    const charge =
      this.settings.chargesAddedNames && kind === "reissue"
        ? priceOfAddedNames(order, names, today)
        : 0;
    pay(this.settings, charge);
    if (method) order.dcvMethod = method;
    if (kind === "reissue") openValidation(order, wish, body, this.account.domains, now);
    const added = this.#addCertificate(order, kind, wish, body, override);
    await this.settle(order);
    return { ...added, charge };
  }

  /** Issues what has become ready; called before anything is said about an order. */
  settle(order: Order, isPolled = false): Promise<void> {
    return this.#issuer.settle(order, isPolled);
  }

  async settleAll(): Promise<void> {
    for (const order of this.orders.values()) await this.settle(order);
  }

  /** Approves one step of a request; the second of two steps, or the only one, carries it out. */
  async approve(request: ApprovalRequest, order: Order): Promise<void> {
    refuseProcessed(request);
    if (request.status === "submitted") {
      request.status = "pending";
      return;
    }
    const now = this.clock.now();
    request.status = "approved";
    request.processedAt = now;
    if (request.type !== "revoke") certificateOf(order, request).approvedAt = now;
    else if (request.wholeOrder) this.revokeOrder(order, request.revocationReason);
    else this.revokeCertificate(order, certificateOf(order, request), request.revocationReason);
    await this.settle(order);
  }

  reject(request: ApprovalRequest, order: Order, comment?: string): void {
    rejectRequest(request, order, this.clock.now(), comment);
  }

  cancel(order: Order, note: string): void {
    cancelOrder(order, this.clock.now(), note);
  }

  revokeCertificate(order: Order, certificate: Certificate, reason?: string): void {
    const endsOrder = this.settings.revokeOrderWhenAllCertificatesRevoked;
    revokeOne(order, certificate, this.clock.now(), endsOrder, reason);
  }

  revokeOrder(order: Order, reason?: string): void {
    revokeAll(order, this.clock.now(), reason);
  }

  addRequest(order: Order, type: RequestType, details: Partial<ApprovalRequest>): ApprovalRequest {
    const request: ApprovalRequest = {
      id: this.ids.next("request"),
      type,
      status: this.settings.approval === "two-step" ? "submitted" : "pending",
      date: this.clock.now(),
      ...details,
    };
    order.requests.push(request);
    return request;
  }

  #addCertificate(
    order: Order,
    kind: Certificate["kind"],
    wish: SignableWish,
    body: { skip_approval?: unknown; comments?: string | null | undefined },
    override: Override,
  ): { certificate: Certificate; request: ApprovalRequest | undefined } {
    const now = this.clock.now();
    const certificate: Certificate = {
      id: this.ids.next("certificate"),
      kind,
      requestedAt: now,
      ...wish,
      pollsLeft: this.settings.issuanceDelayPolls,
      // A duplicate is issued at once, whatever others wait for; only a fault holds it up.
      issueNow: kind === "duplicate" && override.issuanceDelaySeconds === undefined,
      notIssuedBefore: laterBy(now, override.issuanceDelaySeconds),
    };
    order.certificates.push(certificate);
    const details = { certificateId: certificate.id, comments: body.comments ?? undefined };
    const { approval = this.settings.approval } = override;
    const skips = isSet(body.skip_approval) && override.approval === undefined;
    const type = kind === "original" ? "new_request" : kind;
    const request = skips ? undefined : this.addRequest(order, type, details);
    if (request === undefined || approval === "none") {
      certificate.approvedAt = now;
      if (request !== undefined) Object.assign(request, { status: "approved", processedAt: now });
    }
    return { certificate, request };
  }
}
