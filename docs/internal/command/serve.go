package command

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"

	"chainrule/docs/cli"
	"chainrule/docs/internal/chapters"
	"chainrule/docs/internal/site"
)

// Embedded is the book within the program, for where there is no checkout.
var Embedded fs.FS

// bookFiles returns the files that serve shows: the checkout's if the working folder is in one,
// or else the embedded ones.
func bookFiles() fs.FS {
	if root, err := chapters.Root(); err == nil {
		return os.DirFS(root)
	}
	return Embedded
}

// serve shows the book in a browser until the context ends or a signal comes.
func serve(ctx context.Context, args []string, s cli.Streams) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	port := flags.Int("port", 8059, "listen on this `port` of 127.0.0.1; 0 is any that is free")
	about := "Shows the book in a browser, with a live trial of every equation and of the\n" +
		"training. It answers to this machine only, and needs no network. Ctrl-C ends it."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	if *port < 0 || *port > 65535 {
		return cli.Unusable("serve: -port %d: want 0 to 65535", *port)
	}
	handler, err := site.New(site.Options{Files: bookFiles(), CrossChecks: printCrossChecks})
	if err != nil {
		return err
	}
	ctx, stop := cli.Interruptible(ctx)
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
	if err != nil {
		return fmt.Errorf("serve: -port %d: %w (0 takes any that is free)", *port, err)
	}
	fmt.Fprintf(s.Out, "The book is at http://%s/ until Ctrl-C.\n", listener.Addr())
	return site.Serve(ctx, listener, handler)
}
