/** Whose factor it is, and where mail reaches them. */
export interface Owner {
  id: string;
  email: string;
}
