#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints tests/unit/stats/known.h: distribution functions in 60-digit arithmetic (mpmath), by other ways than ours:
integrals and hypergeometric series of the library, plain sums of exact terms. usage: python3 known.py > known.h"""
from mpmath import mp, mpf, betainc, gammainc, erfc, sqrt, binomial, exp, log, gamma, loggamma, findroot

mp.dps = 60


def normal(z):
    return erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2


def beta(a, b, x):
    return betainc(a, b, 0, x, regularized=True), betainc(a, b, x, 1, regularized=True)


def t(df, x):
    beyond = betainc(df / 2, mpf(1) / 2, 0, df / (df + x * x), regularized=True) / 2
    return (1 - beyond, beyond) if x > 0 else (beyond, 1 - beyond)


def f(d1, d2, x):
    return beta(d1 / 2, d2 / 2, d1 * x / (d1 * x + d2))


def gamma_tails(a, x):
    return gammainc(a, 0, x, regularized=True), gammainc(a, x, regularized=True)


def sums(k, first, least, most, up, down):
    """at most, at least, exactly k, from the exact term at k and the ratios of its neighbours."""
    low, term, i = mpf(0), first, k
    while i >= least and term > first * mpf(10) ** -45:
        low += term
        term *= down(i)
        i -= 1
    high, term, i = mpf(0), first, k
    while i <= most and term > first * mpf(10) ** -45:
        high += term
        term *= up(i)
        i += 1
    if low < high:
        return low, 1 + first - low, first
    return 1 + first - high, high, first


def whole_binomial(n, p, k):
    first = exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))
    return sums(k, first, 0, n, lambda i: mpf(n - i) / (i + 1) * p / (1 - p), lambda i: mpf(i) / (n - i + 1) * (1 - p) / p)


def poisson(mean, k):
    first = exp(k * log(mean) - mean - loggamma(k + 1))
    return sums(k, first, 0, 10 ** 12, lambda i: mean / (i + 1), lambda i: i / mean)


def hypergeometric(N, K, n, k):
    choose = lambda a, b: loggamma(a + 1) - loggamma(b + 1) - loggamma(a - b + 1)
    first = exp(choose(K, k) + choose(N - K, n - k) - choose(N, n))
    return sums(k, first, max(0, n + K - N), min(n, K), lambda i: mpf((K - i) * (n - i)) / ((i + 1) * (N - K - n + i + 1)),
                lambda i: mpf(i * (N - K - n + i)) / ((K - i + 1) * (n - i + 1)))


def row(kind, arguments, values):
    cells = [repr(float(a)) for a in arguments] + ["0"] * (4 - len(arguments))
    print("    {%s, {%s}, {%s}}," % (kind, ", ".join(cells), ", ".join(mp.nstr(v, 20) for v in values)))


def double(text):
    """The argument as C reads it."""
    return mpf(float(text))


print("""/* SPDX-License-Identifier: Apache-2.0
 * Written by known.py in 60-digit arithmetic; not edited by hand. */
/* clang-format off */
static const struct {
    enum { NORMAL, BETA, STUDENT, FISHER, GAMMA, BINOMIAL, POISSON, HYPERGEOMETRIC } kind;
    double argument[4];
    double value[3];
} KNOWN[] = {""")
for z in ("0", "-1", "1.959963984540054", "-3.3", "-8", "-20", "5", "0.001"):
    row("NORMAL", [double(z)], [*normal(double(z)), mpf(0)])
for a, b, x in (("2", "3", "0.4"), ("0.5", "0.5", "0.1"), ("0.001", "5", "0.01"), ("5", "0.02", "0.999"), ("30", "70", "0.25"),
                ("300", "700", "0.31"), ("20.5", "1500.25", "0.005"), ("1e-5", "1", "1e-300"), ("4000", "3000", "0.55"),
                ("1", "1", "0.75"), ("1.5", "200", "0.0001")):
    a, b, x = double(a), double(b), double(x)
    row("BETA", [a, b, x], [*beta(a, b, x), mpf(0)])
for df, x in (("1", "1"), ("3", "-2.5"), ("390", "1.966"), ("2.5", "10"), ("413", "-6"), ("1", "-1000"), ("12", "0.01"), ("30", "40")):
    row("STUDENT", [double(df), double(x)], [*t(double(df), double(x)), mpf(0)])
for d1, d2, x in (("1", "10", "4.96"), ("5", "2", "0.3"), ("40", "400", "1.7"), ("3.5", "7.25", "2")):
    row("FISHER", [double(d1), double(d2), double(x)], [*f(double(d1), double(d2), double(x)), mpf(0)])
for a, x in (("0.5", "0.2"), ("1", "1"), ("0.001", "1e-9"), ("10", "25"), ("10", "3"), ("500", "560"), ("500", "430"),
             ("2.5", "60"), ("10000", "10100"), ("0.25", "5")):
    row("GAMMA", [double(a), double(x)], [*gamma_tails(double(a), double(x)), mpf(0)])
for n, p, k in ((10, "0.3", 4), (1, "0.5", 0), (100, "0.01", 5), (4900, "0.09", 500), (4900, "0.09", 380), (1000000, "0.001", 1100),
                (1000000, "0.5", 497000), (10000000, "0.1", 1003000), (60, "0.999", 55)):
    row("BINOMIAL", [mpf(n), double(p), mpf(k)], whole_binomial(n, double(p), k))
for mean, k in (("0.1", 0), ("3", 7), ("120", 90), ("1000000", 1003000), ("12365", 12062), ("1e-7", 2)):
    row("POISSON", [double(mean), mpf(k)], poisson(double(mean), k))
for N, K, n, k in ((50, 5, 10, 2), (1652, 400, 252, 80), (1652, 400, 252, 45), (10000000, 1000, 100000, 20), (10000000, 3000000, 5000, 1400),
                   (100, 60, 70, 31), (9675453, 967545, 4900, 441)):
    row("HYPERGEOMETRIC", [mpf(N), mpf(K), mpf(n), mpf(k)], hypergeometric(N, K, n, k))
print("};\n/* clang-format on */")
