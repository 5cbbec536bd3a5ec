package confluent

import "github.com/concord-registry/concord/server/fault"

// mode is GET /mode and GET /mode/{subject}.
func (h *handler) mode(c *call) (any, error) {
	if c.flag("defaultToGlobal") {
		return modeShape{h.Registry.EffectiveMode(c.scope())}, nil
	}
	mode, err := h.Registry.Mode(c.scope())
	return modeShape{mode}, err
}

// setMode is PUT /mode and PUT /mode/{subject}. The answer repeats what was sent, letter for letter.
func (h *handler) setMode(c *call) (any, error) {
	body, err := h.body(c)
	if err != nil {
		return nil, err
	}
	d, given := &decoder{}, body.Get("mode")
	mode := d.text(given)
	if d.err != nil {
		return nil, d.err
	}
	// The registry clears a mode that is empty; here only null means that.
	if given == nil || mode == "" && !absent(given) {
		return nil, fault.ModeUnknown.With("mode", mode)
	}
	if err := h.Registry.SetMode(c.request.Context(), c.scope(), mode, c.flag("force"), h.Actor(c.request)); err != nil {
		return nil, err
	}
	if absent(given) {
		return map[string]any{"mode": nil}, nil
	}
	return modeShape{mode}, nil
}

// unsetMode is DELETE /mode and DELETE /mode/{subject}.
func (h *handler) unsetMode(c *call) (any, error) {
	mode, err := h.Registry.UnsetMode(c.request.Context(), c.scope(), c.flag("recursive"), h.Actor(c.request))
	return modeShape{mode}, err
}
