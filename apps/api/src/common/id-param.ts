import { Id } from './fields.js';

/** The `{id}` of a path. */
export class IdParam {
  @Id()
  id: string;
}
