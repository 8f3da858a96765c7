/** Requests for approval: alone, in a list, and as the answer to a revocation. */
import { timestamp } from "../calendar";
import { type ApprovalRequest, type Order, primaryOf } from "../order";
import { compact, type Json } from "./json";
import { orderView, productView, type ViewContext } from "./order";
import { userView } from "./people";

/** `GET request/{id}`. */
export function requestView(request: ApprovalRequest, order: Order, context: ViewContext): Json {
  return { ...membersOf(request, context), order: orderView(order, context) };
}

/** An entry of `GET request`, which says of the order only what it is. */
export function requestListView(
  request: ApprovalRequest,
  order: Order,
  context: ViewContext,
): Json {
  const { organizations, containers } = context.account;
  const organization = organizations.get(order.organizationId ?? 0);
  const container = containers.find(({ id }) => id === order.containerId);
  return {
    ...membersOf(request, context),
    order: compact({
      id: order.id,
      certificate: { common_name: primaryOf(order)?.commonName },
      organization: organization && { id: organization.id, name: organization.name },
      container,
      product: productView(order.product),
    }),
  };
}

/** The answer to a revocation that an approver is asked about. */
export function revocationView(request: ApprovalRequest, context: ViewContext): Json {
  return compact({
    id: request.id,
    date: timestamp(request.date),
    type: request.type,
    status: request.status,
    requester: userView(context.account.user),
    comments: request.comments,
  });
}

function membersOf(request: ApprovalRequest, context: ViewContext): Json {
  const { processedAt, processorComment } = request;
  return compact({
    ...revocationView(request, context),
    date_processed: processedAt && timestamp(processedAt),
    processor: processedAt && userView(context.account.user),
    processor_comment: processorComment,
  });
}
