// SPDX-License-Identifier: Apache-2.0
// Numbers as the pages write them: digits of the language, grouped by commas.

const ZEROS = [0x17e0, 0x0660, 0x06f0]; // Khmer, Arabic-Indic, Eastern Arabic-Indic

export function asciiDigits(text: string): string {
  return text.replace(/[\u17e0-\u17e9\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((from) => code >= from && code < from + 10) ?? code;
    return String(code - zero);
  });
}

// A number that stands first in the text: "12", "≥ 1,234 of 2,000", "−0.5 %". Codes and dates ("001-A", "2013-07-28")
// are none.
export function leadingNumber(text: string): number | undefined {
  const found = /^[\s\u2260\u2264\u2265\u2248<>+]*([-\u2212]?\d[\d,]*(?:\.\d+)?)(?![\d\-/:.\p{L}])/u.exec(asciiDigits(text));
  return found?.[1] === undefined ? undefined : Number(found[1].replace(/,/g, '').replace('\u2212', '-'));
}

// A whole number of votes as somebody types it; undefined when it is none.
export function wholeNumber(text: string): bigint | undefined {
  const digits = asciiDigits(text).replace(/[,\s]/g, '');
  return /^\d{1,18}$/.test(digits) ? BigInt(digits) : undefined;
}

export function grouped(value: bigint | number): string {
  return String(value).replace('-', '\u2212').replace(/\B(?=(\d{3})+$)/g, ',');
}
