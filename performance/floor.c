/* The floor of fan-out: one write() of one ready frame per socket, and nothing else.
   Usage: floor FRAME-LENGTH; led by lines on stdin like fan_out_server.py. Knows no protocol
   beyond the handshake's form. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
#define GAP 60000 /* microseconds between changes, as in fan_out_server.py */

static int sockets[MOST];
static int count = 0;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void take(int listening) {
    static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    char request[4096];
    int one = 1;
    int phone = accept(listening, NULL, NULL);
    if (phone < 0 || count == MOST) exit(1);
    setsockopt(phone, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (read(phone, request, sizeof request) <= 0) exit(1);
    if (write(phone, answer, sizeof answer - 1) < 0) exit(1);
    sockets[count++] = phone;
}

static void publish(int changes, const char *frame, size_t length) {
    double *times = calloc(changes, sizeof *times);
    double began = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int change = 0; change < changes; change++) {
        times[change] = seconds(CLOCK_MONOTONIC);
        for (int phone = 0; phone < count; phone++)
            if (write(sockets[phone], frame, length) != (ssize_t)length) exit(1);
        usleep(GAP);
    }
    printf("{\"cpu\": %.9f, \"times\": [", seconds(CLOCK_PROCESS_CPUTIME_ID) - began);
    for (int change = 0; change < changes; change++)
        printf("%s%.9f", change ? ", " : "", times[change]);
    printf("]}\n");
    free(times);
}

int main(int given, char **words) {
    size_t length = given > 1 ? strtoul(words[1], NULL, 10) : 0;
    char *frame = malloc(length + 4);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char line[64];
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    if (length < 126 || length > 65535 || frame == NULL || listening < 0) return 1;
    frame[0] = (char)0x81;
    frame[1] = 126;
    frame[2] = (char)(length >> 8);
    frame[3] = (char)(length & 255);
    memset(frame + 4, 'x', length);
    if (bind(listening, (struct sockaddr *)&address, size) || listen(listening, 2048)) return 1;
    getsockname(listening, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    struct pollfd watched[2] = {{0, POLLIN, 0}, {listening, POLLIN, 0}};
    for (;;) {
        poll(watched, 2, -1);
        if (watched[1].revents) take(listening);
        if (!watched[0].revents) continue;
        if (fgets(line, sizeof line, stdin) == NULL) return 0;
        if (strcmp(line, "connected\n") == 0) printf("%d\n", count);
        else publish(atoi(line), frame, length + 4);
        fflush(stdout);
    }
}
