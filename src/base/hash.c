/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/hash.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void to_hex(const unsigned char digest[32], char ret_hex[SCRUT_SHA256_HEX])
{
    static const char DIGITS[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        ret_hex[2 * i] = DIGITS[digest[i] >> 4];
        ret_hex[2 * i + 1] = DIGITS[digest[i] & 15];
    }
    ret_hex[64] = '\0';
}

void scrut_sha256_hex(const char *bytes, size_t length, char ret_hex[SCRUT_SHA256_HEX])
{
    unsigned char digest[EVP_MAX_MD_SIZE] = {0};
    EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL);
    to_hex(digest, ret_hex);
}

static bool hash_stream(FILE *file, EVP_MD_CTX *context, int64_t *ret_bytes)
{
    enum { BLOCK = 1 << 18 };
    char *block = malloc(BLOCK);
    if (block == NULL)
        return false;
    int64_t total = 0;
    size_t got;
    bool fine = true;
    while (fine && (got = fread(block, 1, BLOCK, file)) > 0) {
        fine = EVP_DigestUpdate(context, block, got) == 1;
        total += (int64_t)got;
    }
    free(block);
    *ret_bytes = total;
    return fine && !ferror(file);
}

scrut_status scrut_sha256_file(const char *path, char ret_hex[SCRUT_SHA256_HEX], int64_t *ret_bytes, scrut_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot open: %s", strerror(errno));
    setvbuf(file, NULL, _IONBF, 0);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char digest[EVP_MAX_MD_SIZE] = {0};
    int64_t bytes = 0;
    bool fine = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                hash_stream(file, context, &bytes) && EVP_DigestFinal_ex(context, digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    fclose(file);
    if (!fine)
        return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot read and hash it");
    to_hex(digest, ret_hex);
    *ret_bytes = bytes;
    return SCRUT_OK;
}

/* Multiply-and-fold over 8-byte words, in the manner of wyhash; little-endian by construction. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load_4(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24;
}

/* The first byte lowest. Eight bytes are one load of the machine, four to seven are two that overlap. */
static uint64_t load(const char *bytes, size_t length)
{
    uint64_t word = 0;
    if (length >= 4)
        return load_4(bytes) | load_4(bytes + length - 4) << 8 * (length - 4);
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return word;
}

uint64_t scrut_hash64(const char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)length;
    while (length >= 8) {
        hash = fold(hash ^ load(bytes, 8), UINT64_C(0xD6E8FEB86659FD93));
        bytes += 8;
        length -= 8;
    }
    if (length > 0)
        hash = fold(hash ^ load(bytes, length), UINT64_C(0xA0761D6478BD642F));
    return fold(hash, UINT64_C(0xE7037ED1A0B428DB));
}
