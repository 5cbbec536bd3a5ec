package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// newHelp is the command `help COMMAND`, for which an unknown command is wrong use.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		Long:  "Explain a command: the same as 'concord COMMAND --help'.",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return &usage{unknownWord{"help topic", strings.Join(args, " "), "", ""}, "see 'concord --help'"}
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}
