/** A report as Prometheus reads it: text exposition format 0.0.4, for a node exporter's textfile folder. */
import type { Report, Row } from "../report";

interface Metric {
  name: string;
  help: string;
  of: (row: Row) => number | undefined;
}

const metrics: readonly Metric[] = [
  {
    name: "certcentral_certificate_days_left",
    help: "Days to the last day of the certificate.",
    of: ({ daysLeft }) => daysLeft,
  },
  {
    name: "certcentral_certificate_not_after_timestamp_seconds",
    help: "Start of the last day of the certificate, UTC.",
    of: ({ validUntil }) => toSeconds(validUntil),
  },
  {
    name: "certcentral_order_covered_until_timestamp_seconds",
    help: "Start of the last day of the order, UTC.",
    of: ({ coveredUntil }) => toSeconds(coveredUntil),
  },
  {
    name: "certcentral_next_action_timestamp_seconds",
    help: "Day on which a daily run first plans something for it, UTC.",
    of: ({ plans: [next] }) => toSeconds(next?.day),
  },
  {
    name: "certcentral_order_waiting",
    help: "1 where the order waits for somebody.",
    of: ({ waiting }) => (waiting === undefined ? 0 : 1),
  },
];

export function formatPrometheus({ rows, domains }: Report): string {
  const samples = metrics.flatMap(({ name, help, of }) => [
    ...head(name, help),
    ...rows.flatMap((row) => {
      const value = of(row);
      return value === undefined ? [] : [`${name}{${labelsOf(row)}} ${value}`];
    }),
  ]);
  const lapse = "certcentral_domain_days_left";
  const lines = [
    ...samples,
    ...head(lapse, "Days to the last day of the domain's validation."),
    ...domains.map(({ name, daysLeft }) => `${lapse}{domain="${escape(name)}"} ${daysLeft}`),
  ];
  return `${lines.join("\n")}\n`;
}

function head(name: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`];
}

function labelsOf({
  name,
  orderId,
  status,
  standing,
  holders: [holder],
  plans: [next],
}: Row): string {
  const labels = {
    name,
    order: String(orderId ?? ""),
    status,
    standing,
    stack: holder?.stack ?? "",
    resource: holder?.resource ?? "",
    next: next?.action ?? "",
  };
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${escape(value)}"`)
    .join(",");
}

function toSeconds(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Date.parse(day) / 1000;
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
