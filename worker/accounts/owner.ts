/** Who asks: set once by the sign-in middleware, handed to every verb, part of every query. */
export interface Owner {
  userId: string;
  organizationId: string;
  role: "owner" | "admin" | "member" | "viewer";
}
