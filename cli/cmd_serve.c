/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/serve.h"
#include "site_case.h"
#include "site_write.h"

#include <signal.h>
#include <stdio.h>

/* Held back before any thread starts, so that every thread holds them back and only serve_until_told takes them. */
static void hold_signals(sigset_t *ret_ends)
{
    sigemptyset(ret_ends);
    sigaddset(ret_ends, SIGINT);
    sigaddset(ret_ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, ret_ends, NULL);
}

static int serve_until_told(const scrut_cli_args *args, const scrut_site *site, const sigset_t *ends)
{
    scrut_error err;
    scrut_server *server = NULL;
    if (scrut_server_start(site, (uint16_t)scrut_cli_whole(args, "port", 0), &server, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    printf("http://127.0.0.1:%u/\n", (unsigned)scrut_server_port(server));
    fflush(stdout);
    fprintf(stderr, "The report of \"%s\" can be read at this address on this machine only, until Ctrl-C.\n",
            args->operand);
    int signal_number;
    sigwait(ends, &signal_number);
    scrut_server_stop(server);
    return SCRUT_EXIT_OK;
}

static int serve_case(const scrut_cli_args *args, const scrut_site_options *options, const scrut_cli_case *opened,
                      const sigset_t *ends)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    scrut_cli_site made = {0};
    scrut_cli_progress_begin(args, "verifying the case");
    scrut_status status = scrut_cli_verify(opened, &verdict, &err);
    if (status == SCRUT_OK)
        status = scrut_cli_site_make(verdict, opened->pool, options, &made, &err);
    scrut_cli_progress_end();
    int exit_status = status == SCRUT_OK ? serve_until_told(args, made.site, ends) : scrut_cli_stopped(&err);
    scrut_cli_site_free(&made);
    scrut_verdict_free(verdict);
    return exit_status;
}

int cmd_serve(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_site_options options;
    sigset_t ends;
    int status = scrut_cli_site_options(args, &options);
    if (status != SCRUT_EXIT_OK)
        return status;
    hold_signals(&ends);
    status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = serve_case(args, &options, &opened, &ends);
    scrut_cli_close_case(&opened);
    return status;
}
