/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/box.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static scrut_status begin(scrut_error *err)
{
    if (sodium_init() < 0)
        return scrut_fail(err, SCRUT_E_IO, NULL, -1, -1, -1, "the system gives no random numbers");
    return SCRUT_OK;
}

static scrut_status read_key(const char *hex, unsigned char key[crypto_box_PUBLICKEYBYTES], scrut_error *err)
{
    size_t length = 0;
    if (strlen(hex) != SCRUT_BOX_KEY_HEX - 1 ||
        sodium_hex2bin(key, crypto_box_PUBLICKEYBYTES, hex, strlen(hex), NULL, &length, NULL) != 0 ||
        length != crypto_box_PUBLICKEYBYTES)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "a key has 64 hexadecimal digits");
    return SCRUT_OK;
}

scrut_status scrut_box_keys(char ret_public[SCRUT_BOX_KEY_HEX], char ret_secret[SCRUT_BOX_KEY_HEX], scrut_error *err)
{
    unsigned char public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
    scrut_status status = begin(err);
    if (status != SCRUT_OK)
        return status;
    crypto_box_keypair(public_key, secret_key);
    sodium_bin2hex(ret_public, SCRUT_BOX_KEY_HEX, public_key, sizeof public_key);
    sodium_bin2hex(ret_secret, SCRUT_BOX_KEY_HEX, secret_key, sizeof secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    return SCRUT_OK;
}

/* Appends memory and wipes it. */
static scrut_status hand_over(unsigned char *bytes, size_t length, scrut_buf *out, scrut_error *err)
{
    char *text;
    memcpy(&text, &bytes, sizeof text);
    scrut_buf_append(out, text, length);
    sodium_memzero(bytes, length);
    free(bytes);
    return out->failed ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_status scrut_box_seal(const char *bytes, size_t length, const char *public_hex, scrut_buf *out, scrut_error *err)
{
    unsigned char key[crypto_box_PUBLICKEYBYTES];
    scrut_status status = begin(err);
    if (status == SCRUT_OK)
        status = read_key(public_hex, key, err);
    if (status != SCRUT_OK)
        return status;
    unsigned char *sealed = malloc(length + crypto_box_SEALBYTES);
    if (sealed == NULL)
        return scrut_fail_memory(err);
    if (crypto_box_seal(sealed, (const unsigned char *)bytes, length, key) != 0) {
        free(sealed);
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "nothing can be sealed for this key");
    }
    return hand_over(sealed, length + crypto_box_SEALBYTES, out, err);
}

scrut_status scrut_box_open(const char *bytes, size_t length, const char *secret_hex, scrut_buf *out, scrut_error *err)
{
    unsigned char secret[crypto_box_SECRETKEYBYTES], key[crypto_box_PUBLICKEYBYTES];
    scrut_status status = begin(err);
    if (status == SCRUT_OK)
        status = read_key(secret_hex, secret, err);
    if (status != SCRUT_OK)
        return status;
    size_t plain = length > crypto_box_SEALBYTES ? length - crypto_box_SEALBYTES : 0;
    unsigned char *opened = malloc(plain + 1);
    bool fine = opened != NULL && length >= crypto_box_SEALBYTES && crypto_scalarmult_base(key, secret) == 0 &&
                crypto_box_seal_open(opened, (const unsigned char *)bytes, length, key, secret) == 0;
    sodium_memzero(secret, sizeof secret);
    if (opened == NULL)
        return scrut_fail_memory(err);
    if (!fine) {
        free(opened);
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "it was sealed for another key, or its bytes were altered");
    }
    return hand_over(opened, plain, out, err);
}
