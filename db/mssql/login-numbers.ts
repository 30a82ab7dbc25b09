import type { Connection } from "tedious";

/** What the server says of an error. */
type Told = { readonly number: number; readonly message: string };

/** Numbers of the errors that logins are refused with: the driver keeps their text only. */
export class LoginNumbers {
  readonly #byText = new Map<string, number>();

  /** Listen to a connection until it is logged in. */
  listen(connection: Connection): void {
    const hear = ({ number, message }: Told): void => void this.#byText.set(message, number);
    connection.on("errorMessage", hear);
    connection.once("connect", () => connection.off("errorMessage", hear));
  }

  /** The number of an error by its text, told once. */
  take(text: string): number | undefined {
    const number = this.#byText.get(text);
    this.#byText.delete(text);
    return number;
  }
}
