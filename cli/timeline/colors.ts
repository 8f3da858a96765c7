/** Colours of the timeline; each is told from white, and from the others by form or pattern as well. */
export const colors = {
  paper: "#ffffff",
  text: "#1b1f24",
  muted: "#4b5563",
  /** Lines of months: no information stands on them alone. */
  grid: "#d7dce2",
  order: "#e3e8ee",
  orderEdge: "#5b6673",
  certificate: "#1f5fa8",
  gap: "#b3261e",
  payment: "#7a4b00",
} as const;
