package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"strconv"

	"chainrule/docs/internal/site"
)

// serveCommand shows the book in a browser until the context ends or a signal comes.
func serveCommand(ctx context.Context, args []string, s streams) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	port := flags.Int("port", 8059, "listen on this `port` of 127.0.0.1; 0 is any that is free")
	about := "Shows the book in a browser, with a live trial of every equation and of the\n" +
		"training. It answers to this machine only, and needs no network. Ctrl-C ends it."
	if err := parse(flags, args, about, s); err != nil {
		return err
	}
	if *port < 0 || *port > 65535 {
		return unusable("serve: -port %d: want 0 to 65535", *port)
	}
	handler, err := site.New(site.Options{Files: bookFiles(), Oracles: printOracles})
	if err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	fmt.Fprintf(s.out, "The book is at http://%s/ until Ctrl-C.\n", listener.Addr())
	return site.Serve(ctx, listener, handler)
}
