/** A column of a table; its cells are the slot of its name. */
export interface Column {
  readonly name: string;
  readonly label: string;
  /** Numbers stand at the right, one below the other. */
  readonly isNumber?: boolean;
}
