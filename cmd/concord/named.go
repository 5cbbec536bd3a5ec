package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// namedOptions say how to read a schema that is a file or SUBJECT@VERSION on a server.
type namedOptions struct {
	remote remoteOptions
	source sourceOptions
}

// named is a schema with the text that it was read from.
type named struct {
	name   string
	source schema.Source
	parsed schema.Parsed
}

// read reads a file if there is one of that name, else a version of a subject with everything that it refers to.
func (o *namedOptions) read(ctx context.Context, t *terminal, name string) (named, error) {
	source, err := o.sourceOf(ctx, t, name)
	if err != nil {
		return named{}, err
	}
	parsed, err := formats.Parse(source, schema.Options{Strict: name == source.File})
	var refusal *schema.Error
	if errors.As(err, &refusal) && refusal.At.Start.Line == 0 {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return named{name, source, parsed}, err
}

// readBoth reads the old and the new schema.
func (o *namedOptions) readBoth(ctx context.Context, t *terminal, args []string) (old, new named, err error) {
	if old, err = o.read(ctx, t, args[0]); err != nil {
		return old, new, err
	}
	new, err = o.read(ctx, t, args[1])
	return old, new, err
}

func (o *namedOptions) sourceOf(ctx context.Context, t *terminal, name string) (schema.Source, error) {
	if name == "-" || readable(name) {
		source, err := o.source.read(t, name)
		if err != nil {
			return source, &usage{err, "say --type"}
		}
		return o.closed(ctx, t, source)
	}
	if !strings.Contains(name, "@") {
		return schema.Source{}, &usage{fmt.Errorf("there is no file %s", name), "a version on the server is SUBJECT@VERSION, or SUBJECT@latest"}
	}
	client, err := o.remote.client(t)
	if err != nil {
		return schema.Source{}, err
	}
	subject, number, err := splitVersion(name)
	if err != nil {
		return schema.Source{}, err
	}
	v, err := fetch(ctx, client, subject, number)
	if err != nil {
		return schema.Source{}, err
	}
	source := schema.Source{Type: schema.Type(first(string(v.Schema.Type), string(schema.Avro))), Text: v.Schema.Text}
	c := closing{client: client, known: map[string]bool{}}
	source.References, err = c.add(ctx, v.Domain, v.Schema.References)
	source.Dependencies = c.texts
	return source, err
}

// closed fetches what a file refers to, as --reference says.
func (o *namedOptions) closed(ctx context.Context, t *terminal, source schema.Source) (schema.Source, error) {
	if len(source.References) == 0 {
		return source, nil
	}
	client, err := o.remote.client(t)
	if err != nil {
		return source, err
	}
	var list []concord.Reference
	for _, r := range source.References {
		list = append(list, concord.Reference{Name: r.Name, Subject: r.Subject, Version: max(0, r.Version)})
	}
	c := closing{client: client, known: map[string]bool{}}
	_, err = c.add(ctx, client.Domain(), list)
	source.Dependencies = c.texts
	return source, err
}

// fetch is a version of a subject, the latest for 0.
func fetch(ctx context.Context, client *concord.Client, subject string, number int) (v *concord.Version, err error) {
	if number == 0 {
		v, err = client.Latest(ctx, subject)
	} else {
		v, err = client.Version(ctx, subject, number, true)
	}
	if err != nil {
		return nil, remoteError(err)
	}
	return v, nil
}

// closing gathers the texts behind references, each after those that it needs itself; the first of a name counts.
type closing struct {
	client *concord.Client
	known  map[string]bool
	texts  []schema.Dependency
}

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
		in, subject := qualifiedName(domain, r.Subject)
		v, err := fetch(ctx, c.client.In(in), subject, r.Version)
		if err != nil {
			return nil, fmt.Errorf("the reference %s: %w", r.Name, err)
		}
		if _, err := c.add(ctx, in, v.Schema.References); err != nil {
			return nil, err
		}
		c.texts = append(c.texts, schema.Dependency{Reference: ref, Text: v.Schema.Text})
	}
	return references, nil
}

// qualifiedName splits `:.domain:subject`; a name without a domain is in the domain of what refers to it.
func qualifiedName(domain, name string) (string, string) {
	rest, ok := strings.CutPrefix(name, ":.")
	if !ok {
		return domain, name
	}
	in, subject, _ := strings.Cut(rest, ":")
	return in, subject
}
