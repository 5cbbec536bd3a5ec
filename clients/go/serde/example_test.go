package serde_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/serde"
)

// invoice is what the example writes.
type invoice struct {
	Total int `json:"total"`
}

// jsonCodec writes invoices as JSON.
type jsonCodec struct{}

func (jsonCodec) Schema(invoice) (concord.Schema, error) {
	return concord.Schema{Type: concord.JSON, Text: `{"type":"object","properties":{"total":{"type":"integer"}}}`}, nil
}

func (jsonCodec) Encode(dst []byte, value invoice) ([]byte, error) {
	text, err := json.Marshal(value)
	return append(dst, text...), err
}

func (jsonCodec) Decode(datum []byte, _ concord.Schema) (value invoice, err error) {
	err = json.Unmarshal(datum, &value)
	return value, err
}

func Example() {
	client, err := concord.New(concord.Config{URLs: []string{address}})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	s := serde.New(client.Domain("billing"), serde.Topic("invoices"), jsonCodec{})

	record, err := s.Encode(ctx, invoice{Total: 12})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("% x %s\n", record[:5], record[5:])
	value, err := s.Decode(ctx, record)
	fmt.Println(value, err)
	// Output:
	// 00 00 00 00 01 {"total":12}
	// {12} <nil>
}

func ExampleFrame() {
	fmt.Printf("% x\n", append(serde.Frame(nil, 7), "\x0ahello"...))
	// Output: 00 00 00 00 07 0a 68 65 6c 6c 6f
}
