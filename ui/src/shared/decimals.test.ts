import { describe, expect, it } from "vitest";
import { compare, isZero, sum } from "./decimals";

describe("decimal texts", () => {
  it.each([
    [["1", "2"], "3"],
    [["0.1", "0.2"], "0.3"],
    [["4560", "4480.5"], "9040.5"],
    [["0.005", "0.995"], "1"],
    [["99999999999999999999.9", "0.1"], "100000000000000000000"],
    [["10", "20.00"], "30"],
    [[], null],
    [["1", "1,5"], null],
    [["-1"], null],
  ])("%j add up exactly to %s", (texts, total) => expect(sum(texts)).toBe(total));

  it.each([
    ["5960", "8960", -1], ["5960.0", "5960", 0], ["0.75", "0.8", -1], ["10", "9.999999", 1], ["x", "1", null],
  ])("%s compared with %s is %s", (a, b, order) => expect(compare(a, b)).toBe(order));

  it("nothing is nothing, however many zeros it has", () => {
    expect(isZero("0.00")).toBe(true);
    expect(isZero("0.01")).toBe(false);
    expect(isZero("")).toBe(false);
  });
});
