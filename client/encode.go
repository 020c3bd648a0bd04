package client

import (
	"fmt"

	"neonchat/chat"
)

// An Encoded is a request as it goes to the gateway, for those who want to show it
// or to send it from elsewhere.
type Encoded struct {
	Route   string   // below the gateway's /ai-gateway/
	Body    []byte   // JSON, its fields in the order of the vendor's documentation
	Notices []string // what was left out or changed

	// Added are the paths through the body's objects to the parameters that
	// nobody asked for, such as the usage within a stream.
	Added [][]string
}

// Encode gives the request in its model's dialect without sending it: what
// [Client.Stream] sends, less what vendors sealed in earlier answers.
func Encode(r chat.Request) (Encoded, error) {
	d, err := dialectNamed(r.Model.Dialect)
	if err != nil {
		return Encoded{}, err
	}
	req, notices := prepare(r, r.Model.Dialect, true)
	route, doc, more := d.encode(req)
	body, err := marshal(doc, nil)
	if err != nil {
		return Encoded{}, fmt.Errorf("encoding the request: %w", err)
	}
	e := Encoded{Route: route, Body: body, Notices: append(notices, more...)}
	for _, a := range d.additions() {
		e.Added = append(e.Added, a.path)
	}
	return e, nil
}
