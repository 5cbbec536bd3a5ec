package confluent

import (
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
)

// mode is GET /mode and GET /mode/{subject}.
func (h *handler) mode(c *dialect.Call) (any, error) {
	if c.Flag("defaultToGlobal") {
		return modeShape{h.Registry.EffectiveMode(c.Scope())}, nil
	}
	mode, err := h.Registry.Mode(c.Scope())
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
	if err := h.Registry.SetMode(c.Request.Context(), c.Scope(), mode, c.Flag("force"), h.Actor(c.Request)); err != nil {
		return nil, err
	}
	if dialect.Absent(given) {
		return map[string]any{"mode": nil}, nil
	}
	return modeShape{mode}, nil
}

// unsetMode is DELETE /mode and DELETE /mode/{subject}.
func (h *handler) unsetMode(c *dialect.Call) (any, error) {
	mode, err := h.Registry.UnsetMode(c.Request.Context(), c.Scope(), c.Flag("recursive"), h.Actor(c.Request))
	return modeShape{mode}, err
}
