/** Who acts in every reply. */
export const person = {
  first_name: "Clive",
  last_name: "Collegedean",
  email: "clive@example.com",
  telephone: "8015551212",
};

export const user = { id: 153208, first_name: "Clive", last_name: "Collegedean" };
