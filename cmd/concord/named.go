package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// namedOptions say how to read a schema that is a file or a version on a server.
type namedOptions struct {
	connect connectOptions
	source  sourceOptions
}

func (o *namedOptions) flags(f *pflag.FlagSet) {
	o.connect.domainFlag(f)
	o.connect.flags(f)
	o.source.flags(f)
}

// named is a schema with the text that it was read from.
type named struct {
	name   string
	source schema.Source
	parsed schema.Parsed
}

// onServer reports whether an argument is a version on the server: it has an @, or is a resource name. What begins with ./
// or / is a file in any case.
func onServer(argument string) bool {
	if strings.HasPrefix(argument, "./") || strings.HasPrefix(argument, "../") || strings.HasPrefix(argument, "/") {
		return false
	}
	return strings.Contains(argument, "@") || strings.HasPrefix(argument, "domains/")
}

// readBoth reads the old and the new schema.
func (o *namedOptions) readBoth(ctx context.Context, t *terminal, f *pflag.FlagSet, args []string) (old, new named, err error) {
	if onServer(args[0]) && onServer(args[1]) {
		err = unused(f, "with two versions on the server", "type", "reference")
	} else if !onServer(args[0]) && !onServer(args[1]) && len(o.source.references) == 0 {
		err = unused(f, "with two files", connectFlags...)
	}
	if err != nil {
		return old, new, err
	}
	if old, err = o.read(ctx, t, args[0]); err != nil {
		return old, new, err
	}
	new, err = o.read(ctx, t, args[1])
	return old, new, err
}

// read reads a file, or a version with everything that it refers to.
func (o *namedOptions) read(ctx context.Context, t *terminal, name string) (named, error) {
	source, err := o.sourceOf(ctx, t, name)
	if err != nil {
		return named{}, err
	}
	parsed, err := formats.Parse(source, schema.Options{Strict: name == source.File})
	return named{name, source, parsed}, located(name, err)
}

func (o *namedOptions) sourceOf(ctx context.Context, t *terminal, name string) (schema.Source, error) {
	if onServer(name) {
		return o.fetch(ctx, t, name)
	}
	if _, err := os.Stat(name); name != "-" && errors.Is(err, os.ErrNotExist) {
		return schema.Source{}, &usage{fmt.Errorf("there is no file %s", name), "a version on the server is SUBJECT@VERSION, or SUBJECT@latest"}
	}
	d, err := o.source.read(t, name)
	if err != nil || len(d.references) == 0 {
		return d.source, err
	}
	r, err := o.connect.remote(t)
	if err != nil {
		return d.source, err
	}
	c := closing{remote: r, known: map[string]bool{}}
	_, err = c.add(ctx, r.domain, d.references)
	d.source.Dependencies = c.texts
	return d.source, err
}

// fetch reads a version on the server.
func (o *namedOptions) fetch(ctx context.Context, t *terminal, name string) (schema.Source, error) {
	r, err := o.connect.remote(t)
	if err != nil {
		return schema.Source{}, err
	}
	x, err := r.version(name)
	if err != nil {
		return schema.Source{}, err
	}
	v, err := r.fetch(ctx, x)
	if err != nil {
		return schema.Source{}, err
	}
	source := schema.Source{Type: schema.Type(v.Schema.Type), Text: v.Schema.Text}
	c := closing{remote: r, known: map[string]bool{}}
	source.References, err = c.add(ctx, v.Domain, v.Schema.References)
	source.Dependencies = c.texts
	return source, err
}

// fetch is a version with what it says, also a soft-deleted one where it is named by its number.
func (r *remote) fetch(ctx context.Context, x target) (concord.Version, error) {
	v, err := r.Domain(x.domain).Version(ctx, x.subject, x.number(), concord.GetOptions{ShowDeleted: x.version != latest})
	if err != nil {
		return v, remoteError(err)
	}
	if v.Schema == nil {
		return v, fmt.Errorf("the server did not say what %s says", v.Name)
	}
	return v, nil
}

// closing gathers the texts behind references, each after those that it needs itself; the first of a name counts.
type closing struct {
	remote *remote
	known  map[string]bool
	texts  []schema.Dependency
}

// add gathers the texts behind the references of a schema of a domain.
func (c *closing) add(ctx context.Context, domain string, list []concord.Reference) ([]schema.Reference, error) {
	var references []schema.Reference
	for _, r := range list {
		ref := schema.Reference{Name: r.Name, Subject: r.Subject, Version: r.Version}
		references = append(references, ref)
		if c.known[r.Name] {
			continue
		}
		c.known[r.Name] = true
		if len(c.known) > schema.DefaultLimits.Dependencies {
			return nil, fmt.Errorf("the schema refers to more than %d schemas", schema.DefaultLimits.Dependencies)
		}
		x := target{domain: first(r.Domain, domain), subject: r.Subject, version: latest}
		if r.Version > 0 {
			x.version = fmt.Sprint(r.Version)
		}
		v, err := c.remote.fetch(ctx, x)
		if err != nil {
			return nil, fmt.Errorf("the reference %s: %w", r.Name, err)
		}
		if _, err := c.add(ctx, x.domain, v.Schema.References); err != nil {
			return nil, err
		}
		c.texts = append(c.texts, schema.Dependency{Reference: ref, Text: v.Schema.Text})
	}
	return references, nil
}
