/* SPDX-License-Identifier: MIT */
/*
 * A server whose client is elsewhere, namely this test: it accepts only the client that
 * shows the token.
 */
#include "pair/local.h"
#include "pair/pair.h"

#include <setjmp.h>
#include <stdarg.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "payload.h"
#include "registry.h"

#define SIZE 64

static struct ipc_case tcp_case(void)
{
	return (struct ipc_case){
		.mechanism = mechanism_find("tcp"),
		.size = SIZE,
		.cpu = {-1, -1},
		.supervisor_cpu = -1,
		.variant = "ipv4",
	};
}

static int connect_to(uint16_t port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)),
			 0);
	return fd;
}

/* Whether the server has hung up. */
static bool is_refused(int fd)
{
	char byte;

	return recv(fd, &byte, 1, 0) <= 0;
}

static void strangers_are_refused(void **state)
{
	const struct ipc_case c = tcp_case();
	struct meeting meeting = {.address = "127.0.0.1", .token = "fifteen letters"};
	unsigned char wrong[MEETING_TOKEN_SIZE] = "fifteen Letters";
	char message[SIZE], reply[SIZE];
	int strangers[3], client;
	struct supervisor sv;
	struct failure failure;
	struct outcome outcome;
	struct pair *server;

	(void)state;
	assert_int_equal(supervisor_init(&sv), 0);
	assert_int_equal(local_open_side(&sv, &c, SERVER, 0, &meeting, &server, &failure),
			 0);
	assert_true(meeting.port > 0);

	/* A client with another token, one with part of it, and one that hangs up. */
	for (int i = 0; i < 3; i++)
		strangers[i] = connect_to(meeting.port);
	send(strangers[0], wrong, sizeof(wrong), 0);
	send(strangers[1], meeting.token, sizeof(meeting.token) - 1, 0);
	shutdown(strangers[1], SHUT_WR);
	shutdown(strangers[2], SHUT_RDWR);
	client = connect_to(meeting.port);
	send(client, meeting.token, sizeof(meeting.token), 0);
	assert_int_equal(local_attach(&sv, server, &failure), 0);
	assert_int_equal(server->refused, 3);
	for (int i = 0; i < 3; i++) {
		assert_true(is_refused(strangers[i]));
		close(strangers[i]);
	}

	/* The accepted client is served. */
	local_start(server, 1, 1);
	payload_write(message, SIZE, 0, CLIENT);
	assert_int_equal(send(client, message, SIZE, 0), SIZE);
	assert_int_equal(recv(client, reply, SIZE, MSG_WAITALL), SIZE);
	assert_true(payload_matches(reply, SIZE, 0, SERVER));
	assert_int_equal(local_finish(&sv, server, &outcome, &failure), 0);
	assert_true(outcome.usage[SERVER].user_ns + outcome.usage[SERVER].system_ns >= 0);
	assert_true(outcome.usage[CLIENT].faults != outcome.usage[CLIENT].faults);
	pair_close(server);
	close(client);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* If no client comes, the server gives up at the deadline. */
static void waiting_for_a_client_ends(void **state)
{
	const struct ipc_case c = tcp_case();
	struct meeting meeting = {.address = "127.0.0.1"};
	struct supervisor sv;
	struct failure failure;
	struct pair *server;

	(void)state;
	assert_int_equal(supervisor_init(&sv), 0);
	assert_int_equal(local_open_side(&sv, &c, SERVER, 0, &meeting, &server, &failure),
			 0);
	sv.deadline_ms = 100;
	assert_true(local_attach(&sv, server, &failure) < 0);
	pair_close(server);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strangers_are_refused),
		cmocka_unit_test(waiting_for_a_client_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
