/** Text sizes a person may choose, in percent of the window's own. */
export const textSizes = ["100", "125", "150", "175", "200"] as const;
