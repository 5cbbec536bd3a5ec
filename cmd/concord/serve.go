package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server"
	"github.com/concord-registry/concord/server/registry"
)

// serveOptions are the flags of serve as they are written.
type serveOptions struct {
	server        server.Config
	files         fileOptions
	ids, level    string
	logLevel      string
	logFormat     string
	configuration string
}

func newServe(t *terminal) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the registry",
		Long: `Run the registry: REST and the JSON API on one port, gRPC on another, metrics on a third.

With no flags it runs: data in ./concord-data, etcd inside, the starter policies on, loopback only. Every flag can also
be set in the environment (--data-dir is CONCORD_DATA_DIR) or in concord.yaml (data-dir: …); flags win over the
environment, and the environment over the file.

Exit status: 0 ended by a signal, 1 failed, 2 wrong use.`,
		Example: `  concord serve
  concord serve --data-dir /var/lib/concord --policy https://git.example.com/council/policies.git#main
  concord serve --etcd-endpoints https://etcd-1:2379,https://etcd-2:2379,https://etcd-3:2379`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := fillSettings(c.Flags(), t.getenv, o.configuration); err != nil {
				return usageError(c, err)
			}
			return serve(c.Context(), t, c.Flags(), o)
		},
	}
	o.flags(c.Flags())
	return c
}

func (o *serveOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.server.DataDir, "data-dir", "concord-data", "folder of etcd and of the snapshot file")
	f.StringVar(&o.server.Listen, "listen", "127.0.0.1:8081", "address of REST and the JSON API")
	f.StringVar(&o.server.GRPCListen, "grpc-listen", "127.0.0.1:9081", "address of gRPC")
	f.StringVar(&o.server.AdminListen, "admin-listen", "127.0.0.1:9082", "address of metrics and profiles")
	f.BoolVar(&o.server.AllowAnonymous, "allow-anonymous", false, "listen beyond loopback although nobody is asked who they are")
	f.StringSliceVar(&o.server.EtcdEndpoints, "etcd-endpoints", nil, "an external etcd cluster instead of the one inside")
	f.BoolVar(&o.server.AllowOldEtcd, "allow-old-etcd", false, "accept an etcd cluster of a version with known faults")
	f.StringVar(&o.server.Policy, "policy", "starter", "policies: starter, none, a folder, or a Git URL with #branch")
	f.DurationVar(&o.server.PolicyPoll, "policy-poll", time.Minute, "how often a Git branch of policies is looked at")
	o.files.flags(f, &o.server)
	f.StringVar(&o.ids, "ids", string(registry.ContentIDs), "how ids are given: content (the same everywhere) or confluent (counted per context)")
	f.StringVar(&o.level, "compatibility", string(word.Backward), "compatibility level where none is configured")
	f.Int64Var(&o.server.MaxBody, "max-body", 10<<20, "largest request body in bytes")
	f.StringSliceVar(&o.server.CORSOrigins, "cors-origins", nil, "origins whose pages may call from a browser")
	f.StringSliceVar(&o.server.KMS, "kms", nil, "services to ask for shared encryption keys with the server's credentials: aws-kms, azure-kms, gcp-kms, hcvault")
	f.StringVar(&o.server.LocalSecretFile, "kms-local-secret-file", "", "file with the secret of local-kms, for shared encryption keys")
	f.DurationVar(&o.server.Drain, "drain", 0, "how long to report not ready before closing")
	f.StringVar(&o.logLevel, "log-level", "info", "debug, info, warn or error")
	f.StringVar(&o.logFormat, "log-format", "text", "text or json")
	f.StringVar(&o.configuration, "config", "", "settings file (default concord.yaml, if there is one)")
}

// config turns the flags into the server's configuration.
func (o *serveOptions) config(t *terminal) (server.Config, error) {
	c := o.server
	level, levelErr := word.ParseLevel(o.level)
	logger, logErr := o.logger(t)
	if err := errors.Join(levelErr, logErr, o.files.read(&c)); err != nil {
		return c, err
	}
	c.IDs, c.Level, c.Logger, c.Version = registry.IDs(o.ids), level, logger, buildVersion()
	return c, nil
}

func (o *serveOptions) logger(t *terminal) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.logLevel)); err != nil {
		return nil, fmt.Errorf("log-level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	switch o.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(t.err, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(t.err, options)), nil
	}
	return nil, fmt.Errorf("log-format: %q is neither text nor json", o.logFormat)
}

func serve(ctx context.Context, t *terminal, flags *pflag.FlagSet, o serveOptions) error {
	c, err := o.config(t)
	if err != nil {
		return &usage{err, "see 'concord serve --help'"}
	}
	c.Logger.Info("settings", shownFlags(flags)...)
	s, err := server.Start(ctx, c)
	if err != nil {
		return err
	}
	c.Logger.Info("ready", "rest", s.URL(), "grpc", s.GRPCAddress(), "admin", s.AdminURL(), "policies", s.PolicySummary())
	if t.interactive {
		t.greet(s)
	}
	err = s.Wait(ctx)
	return errors.Join(err, s.Close())
}

// shownFlags lists all flags with their values for the log, secrets masked.
func shownFlags(flags *pflag.FlagSet) (attributes []any) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			attributes = append(attributes, slog.String(f.Name, masked(f.Value.String())))
		}
	})
	return attributes
}

// masked hides the password of a URL.
func masked(value string) string {
	if !strings.Contains(value, "@") {
		return value
	}
	u, err := url.Parse(value)
	if err != nil {
		return "(set)"
	}
	return u.Redacted()
}

// greet says to a person where the server listens and what to try.
func (t *terminal) greet(s *server.Server) {
	fmt.Fprintf(t.err, `
  %s

  REST and JSON API  %s
  gRPC               %s
  metrics            %s/metrics
  policies           %s

  try  curl %s/subjects

`, t.paint(bold, "Concord is ready"), s.URL(), s.GRPCAddress(), s.AdminURL(), s.PolicySummary(), s.URL())
}
