package confluent

import (
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// mode is GET /mode and GET /mode/{subject}.
func (h *handler) mode(c *dialect.Call) (any, error) {
	if c.Flag("defaultToGlobal") {
		mode, err := h.as(c).EffectiveMode(c.Scope())
		return modeShape{mode}, err
	}
	mode, err := h.as(c).Mode(c.Scope())
	return modeShape{mode}, err
}

// setMode is PUT /mode and PUT /mode/{subject}. The answer repeats what was sent, letter for letter.
func (h *handler) setMode(c *dialect.Call) (any, error) {
	body, err := c.Body()
	if err != nil {
		return nil, err
	}
	d, given := &dialect.Decoder{}, body.Get("mode")
	mode := d.Text(given)
	if d.Err() != nil {
		return nil, d.Err()
	}
	// The registry clears a mode that is empty; here only null means that.
	if given == nil || mode == "" && !dialect.Absent(given) {
		return nil, fault.ModeUnknown.With("mode", mode)
	}
	request := registry.SetMode{Scope: c.Scope(), Mode: mode, Force: c.Flag("force")}
	if err := h.as(c).SetMode(c.Request.Context(), request); err != nil {
		return nil, err
	}
	if dialect.Absent(given) {
		return map[string]any{"mode": nil}, nil
	}
	return modeShape{mode}, nil
}

// unsetMode is DELETE /mode and DELETE /mode/{subject}.
func (h *handler) unsetMode(c *dialect.Call) (any, error) {
	mode, err := h.as(c).UnsetMode(c.Request.Context(), registry.UnsetMode{Scope: c.Scope(), Recursive: c.Flag("recursive")})
	return modeShape{mode}, err
}
