package concord_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	concord "github.com/concord-registry/concord/clients/go"
)

// registry is a client of a registry that says what an example needs.
func registry(answers map[string][]string) (*concord.Client, func()) {
	s := serve(answers)
	c, err := concord.New(concord.Config{URLs: []string{s.URL}})
	if err != nil {
		log.Fatal(err)
	}
	return c, s.Close
}

func ExampleDomainClient_Register() {
	c, end := registry(map[string][]string{"POST /api/v1/domains/billing/subjects/invoice-value/versions": {
		`{"version":{"version":4,"id":7},"created":true,"verdict":{"outcome":"ACCEPTED"}}`,
	}})
	defer end()

	billing := c.Domain("billing")
	r, err := billing.Register(context.Background(), concord.Registration{
		Subject: "invoice-value",
		Schema:  concord.Schema{Type: concord.Avro, Text: `{"type":"record","name":"Invoice","fields":[]}`},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Version.Version, r.Version.ID, r.Created, r.Verdict.Outcome)
	// Output: 4 7 true ACCEPTED
}

func ExampleError() {
	c, end := registry(map[string][]string{"POST /api/v1/domains/billing/subjects/invoice-value/versions": {
		`!422{"code":9,"message":"1 finding refuses the schema","details":[
			{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SCHEMA_INCOMPATIBLE","domain":"concord","metadata":{"hint":"concord check says all"}},
			{"@type":"type.googleapis.com/concord.v1.Verdict","outcome":"REFUSED","findings":[{"effect":"REFUSES","message":"the field sum is new and has no default","place":{"path":"Invoice.sum"}}]}]}`,
	}})
	defer end()

	_, err := c.Domain("billing").Register(context.Background(), concord.Registration{Subject: "invoice-value"})
	var e *concord.Error
	if errors.Is(err, concord.Refused) && errors.As(err, &e) {
		fmt.Println(e.Reason, "hint:", e.Hint)
		for _, f := range e.Verdict.Findings {
			fmt.Println(f.Place.Path, f.Message)
		}
	}
	// Output:
	// SCHEMA_INCOMPATIBLE hint: concord check says all
	// Invoice.sum the field sum is new and has no default
}

func ExampleDomainClient_Version() {
	c, end := registry(map[string][]string{"GET /api/v1/domains/default/subjects/invoice-value/versions/latest": {
		`{"version":{"version":4,"schema":{"text":"\"string\""}}}`,
	}})
	defer end()

	v, err := c.Domain("").Version(context.Background(), "invoice-value", concord.Latest)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Version, v.Schema.Text)
	// Output: 4 "string"
}

func ExampleDomainClient_Subjects() {
	c, end := registry(map[string][]string{"GET /api/v1/domains/billing/subjects": {
		`{"subjects":[{"subject":"invoice-key"}],"nextPageToken":"more"}`, `{"subjects":[{"subject":"invoice-value"}]}`,
	}})
	defer end()

	for s, err := range c.Domain("billing").Subjects(context.Background(), concord.ListOptions{Filter: "subject:inv*"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(s.Subject)
	}
	// Output:
	// invoice-key
	// invoice-value
}

func ExampleDomainClient_UpdateSettings() {
	c, end := registry(map[string][]string{"PATCH /api/v1/domains/billing/subjects/invoice-value/settings": {
		`{"settings":{"level":"FULL"}}`, `{"settings":{"level":"LEVEL_UNSPECIFIED"}}`,
	}})
	defer end()

	billing, ctx := c.Domain("billing"), context.Background()
	own, err := billing.UpdateSettings(ctx, "invoice-value", concord.Settings{Level: concord.Full})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", own.Level)
	own, err = billing.UpdateSettings(ctx, "invoice-value", concord.Settings{}, concord.Fields("level")) // clears it
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", own.Level)
	// Output:
	// "FULL"
	// ""
}

func ExampleClient_Apply() {
	c, end := registry(map[string][]string{
		"POST /api/v1/changes/plan":  {`{"results":[{"name":"domains/billing/settings","kind":"CHANGE"}],"planToken":"pl_1"}`},
		"POST /api/v1/changes/apply": {`{"results":[{"name":"domains/billing/settings","kind":"CHANGE"}],"entry":"log/entries/4713"}`},
	})
	defer end()

	ctx := context.Background()
	plan, err := c.Plan(ctx, concord.Change{Settings: &concord.SettingsUpdate{Domain: "billing", Settings: concord.Settings{Level: concord.Full}}})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range plan.Results {
		fmt.Println(r.Kind, r.Name)
	}
	applied, err := c.Apply(ctx, plan)
	if errors.Is(err, concord.Stale) {
		log.Fatal("somebody else was faster: plan again")
	} else if err != nil {
		log.Fatal(err)
	}
	fmt.Println(applied.Entry)
	// Output:
	// CHANGE domains/billing/settings
	// log/entries/4713
}

func ExampleClient_Watch() {
	c, end := registry(map[string][]string{"GET /api/v1/log/watch": {
		`{"step":{"position":"1.4713","entry":{"changes":[{"resource":"domains/billing/settings","action":"settings.update"}]}}}`,
	}})
	defer end()

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	for step, err := range c.Watch(ctx, concord.WatchOptions{After: "1.4711", Filter: "domain:billing"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(step.Position, step.Entry.Changes[0].Action, step.Entry.Changes[0].Resource)
		break // or go on for ever
	}
	// Output: 1.4713 settings.update domains/billing/settings
}
