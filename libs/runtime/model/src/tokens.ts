/** How many tokens a text takes, near enough to cut a prompt to size; exact counts come back as usage. */
export type CountTokens = (text: string) => number;
