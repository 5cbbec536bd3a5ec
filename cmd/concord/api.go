package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// apiOptions are the flags of api.
type apiOptions struct {
	connect connectOptions
	body    string
}

func newAPI(t *terminal) *cobra.Command {
	var o apiOptions
	c := &cobra.Command{
		Use:   "api METHOD PATH",
		Short: "Send a request of the native API",
		Long: `Send a request of the native API and print the answer. The path begins with /api/v1/, which may be left out, and may have
a query. The body is that of --body, a file of JSON or - for standard input.

The answer is printed as JSON, whatever it is; -o yaml, jsonl, name and template=TEXT do what they do elsewhere.

Exit status: that of the reason of a failure, as for every command: 1 failed or not found, 2 wrong use, 3 refused, 5 not
authorised, 6 stale.`,
		Example: "  concord api GET domains/billing/subjects\n  concord api PATCH domains/billing/settings --body settings.json",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), t, strings.ToUpper(args[0]), args[1])
		},
	}
	o.connect.flags(c.Flags())
	c.Flags().StringVar(&o.body, "body", "", "file that holds the body, - for standard input (default no body)")
	return c
}

func (o *apiOptions) run(ctx context.Context, t *terminal, method, path string) error {
	body, err := o.read(t)
	if err != nil {
		return err
	}
	r, err := o.connect.remote(t)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/" + path
	}
	if !strings.HasPrefix(path, "/api/") {
		return &usage{fmt.Errorf("%s is no path of the native API", path), "its paths begin with /api/v1/"}
	}
	answer, err := r.Call(ctx, method, path, body)
	if err != nil {
		return remoteError(err)
	}
	return t.encode(answer)
}

// read is the body to send, nil for none.
func (o *apiOptions) read(t *terminal) (json.RawMessage, error) {
	var text []byte
	var err error
	switch o.body {
	case "":
		return nil, nil
	case "-":
		text, err = io.ReadAll(io.LimitReader(t.in, maxInput))
	default:
		text, err = os.ReadFile(o.body)
	}
	if err == nil && !json.Valid(text) {
		err = errors.New(o.body + " holds no JSON")
	}
	if err != nil {
		return nil, &usage{err, "name a file of JSON, or - for standard input"}
	}
	return text, nil
}
