package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) WhoAmI(ctx context.Context, _ *concordv1.WhoAmIRequest) (*concordv1.WhoAmIResponse, error) {
	return read(ctx, m, "WhoAmI", func(_ context.Context, c *call) (*concordv1.WhoAmIResponse, error) {
		return &concordv1.WhoAmIResponse{Caller: encodeCaller(c.Session.Caller())}, c.May(c.view, store.AccessSelf, everywhere)
	})
}

var actionKeys = map[string]key[store.ActionRow]{
	"action": {text: func(a store.ActionRow) []string { return one(string(a.Action)) }},
	"writes": {text: func(a store.ActionRow) []string { return yes(a.Writes) }},
}

func (m *methods) ListActions(ctx context.Context, r *concordv1.ListActionsRequest) (*concordv1.ListActionsResponse, error) {
	return read(ctx, m, "ListActions", func(_ context.Context, c *call) (*concordv1.ListActionsResponse, error) {
		if err := c.May(c.view, store.AccessActions, everywhere); err != nil {
			return nil, err
		}
		f, err := parseFilter(r.GetFilter(), actionKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[store.Action](r)
		if err != nil {
			return nil, err
		}
		place := func(a store.ActionRow) store.Action { return a.Action }
		list, next := take(p, skipping(store.Actions, p.after, place), f.fits, place)
		users := methodsByAction()
		encode := func(a store.ActionRow) *concordv1.Action {
			return &concordv1.Action{Action: string(a.Action), Description: a.Does, Writes: a.Writes, Methods: users[a.Action]}
		}
		return &concordv1.ListActionsResponse{Actions: each(list, encode), NextPageToken: next}, nil
	})
}

// methodsByAction lists the methods that each action is for.
func methodsByAction() map[store.Action][]string {
	found := map[store.Action][]string{}
	for _, m := range allMethods() {
		option := optionOf(m)
		for _, action := range append([]string{option.GetAction()}, option.GetOtherActions()...) {
			found[store.Action(action)] = append(found[store.Action(action)], string(m.Name()))
		}
	}
	return found
}

// allMethods are those of all services.
func allMethods() []protoreflect.MethodDescriptor {
	var all []protoreflect.MethodDescriptor
	for _, service := range services {
		methods := descriptorOf(service.ServiceName).Methods()
		for i := range methods.Len() {
			all = append(all, methods.Get(i))
		}
	}
	return all
}

// optionOf is what the definition says about a method.
func optionOf(m protoreflect.MethodDescriptor) *concordv1.Method {
	option, _ := proto.GetExtension(m.Options(), concordv1.E_Method).(*concordv1.Method)
	return option
}
