// A certificate's life in CertCentral: order, poll, download, reissue, duplicate, list, revoke.
//
//	CERTCENTRAL_URL=... CERTCENTRAL_API_KEY=... go run .
//
// Standard library only. It trusts what SSL_CERT_FILE names. Written from DigiCert's public pages of the Services API.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

type object = map[string]any

type certificate struct {
	ID int64 `json:"id"`
}

type order struct {
	ID          int64       `json:"id"`
	Status      string      `json:"status"`
	Certificate certificate `json:"certificate"`
}

func main() {
	log.SetFlags(0)
	var organizations struct{ Organizations []certificate }
	call("GET", "/organization?filters%5Bstatus%5D=active", nil, &organizations)
	names := []string{"example.com", "www.example.com"}
	var placed order
	call("POST", "/order/certificate/ssl_multi_domain", object{
		"certificate":    wish(newCSR(), names),
		"order_validity": object{"years": 1},
		"organization":   object{"id": organizations.Organizations[0].ID},
		"skip_approval":  true,
	}, &placed)
	original := wait(placed.ID, 0)
	download(original)
	fmt.Printf("order %d: certificate %d\n", placed.ID, original)

	further := func(kind string) {
		body := object{"certificate": wish(newCSR(), names), "skip_approval": true}
		call("POST", fmt.Sprintf("/order/certificate/%d/%s", placed.ID, kind), body, nil)
	}
	further("reissue")
	reissue := wait(placed.ID, original)
	download(reissue)
	fmt.Printf("reissued: certificate %d\n", reissue)

	further("duplicate")
	var duplicates struct{ Certificates []certificate }
	call("GET", fmt.Sprintf("/order/certificate/%d/duplicate", placed.ID), nil, &duplicates)
	download(duplicates.Certificates[0].ID)
	fmt.Printf("duplicated: certificate %d\n", duplicates.Certificates[0].ID)

	var list struct{ Orders []order }
	call("GET", "/order/certificate?filters%5Bstatus%5D=issued&sort=-id&limit=1", nil, &list)
	if len(list.Orders) != 1 || list.Orders[0].ID != placed.ID {
		log.Fatalf("the newest order is not %d: %+v", placed.ID, list)
	}
	revocation := object{"skip_approval": true, "comments": "done"}
	call("PUT", fmt.Sprintf("/order/certificate/%d/revoke", placed.ID), revocation, nil)
	var ended order
	call("GET", fmt.Sprintf("/order/certificate/%d", placed.ID), nil, &ended)
	if ended.Status != "revoked" {
		log.Fatalf("order %d is %s after its revocation", placed.ID, ended.Status)
	}
	fmt.Println("listed and revoked")
}

// wait gives the order's newest certificate as soon as it is issued and is another than the one before.
func wait(id, before int64) int64 {
	var now order
	for range 60 {
		call("GET", fmt.Sprintf("/order/certificate/%d", id), nil, &now)
		if now.Status == "issued" && now.Certificate.ID != before {
			return now.Certificate.ID
		}
		time.Sleep(time.Second)
	}
	log.Fatalf("order %d is still %s", id, now.Status)
	return 0
}

func download(id int64) {
	chain := call("GET", fmt.Sprintf("/certificate/%d/download/format/pem_all", id), nil, nil)
	leaf, rest := pem.Decode(chain)
	parsed, err := x509.ParseCertificate(leaf.Bytes)
	if err != nil || parsed.VerifyHostname("example.com") != nil || bytes.Count(rest, []byte("BEGIN")) != 2 {
		log.Fatalf("certificate %d is not what was ordered: %v", id, err)
	}
}

func wish(csr string, names []string) object {
	return object{"common_name": names[0], "dns_names": names[1:], "csr": csr, "signature_hash": "sha256"}
}

func newCSR() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	check(err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}

func call(method, path string, body object, into any) []byte {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		check(err)
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, os.Getenv("CERTCENTRAL_URL")+path, sent)
	check(err)
	request.Header.Set("X-DC-DEVKEY", os.Getenv("CERTCENTRAL_API_KEY"))
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	check(err)
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	check(err)
	if reply.StatusCode >= 300 {
		log.Fatalf("%s %s: %d %s", method, path, reply.StatusCode, text)
	}
	if into != nil {
		check(json.Unmarshal(text, into))
	}
	return text
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
