/** A name of the browser's types that the generated client uses, for a compiler that has only Node's. */
type BodyInit = NonNullable<RequestInit['body']>;
