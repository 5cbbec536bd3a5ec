// Command concord is the registry's server and its command line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/concord-registry/concord/server"
	"github.com/concord-registry/concord/server/store/child"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == server.ChildCommand {
		os.Exit(child.Main(os.Args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end; handing signals back makes the second one end the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, newTerminal(), os.Args[1:]))
}
