package confluent

import (
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// checkOne is POST /compatibility/subjects/{subject}/versions/{version}.
func (h *handler) checkOne(c *dialect.Call) (any, error) {
	offered, err := schemaRequest(c)
	if err != nil {
		return nil, err
	}
	which, err := selector(c)
	if err != nil {
		return nil, err
	}
	return h.check(c, registry.CheckRequest{Subject: c.Scope(), Draft: offered.Draft, Against: &which})
}

// checkAll is POST /compatibility/subjects/{subject}/versions: the versions that the level asks for.
func (h *handler) checkAll(c *dialect.Call) (any, error) {
	offered, err := schemaRequest(c)
	if err != nil {
		return nil, err
	}
	return h.check(c, registry.CheckRequest{Subject: c.Scope(), Draft: offered.Draft})
}

// check asks the registry. Who wants to read why is told in the answer that a schema cannot be read; others get an error.
func (h *handler) check(c *dialect.Call, request registry.CheckRequest) (any, error) {
	verbose := c.Flag("verbose")
	verdict, err := h.as(c).Check(c.Request.Context(), request)
	if err != nil {
		if p, _ := problem.Of(err); verbose && p.Code == problem.CodeOf(fault.SchemaInvalid) {
			return checkShape{Messages: &[]string{p.Message}}, nil
		}
		return nil, err
	}
	shape := checkShape{Compatible: verdict.Compatible()}
	if verbose {
		shape.Messages = new(messages(verdict))
	}
	return shape, nil
}
