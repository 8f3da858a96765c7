set -eu
cd "${TLS_FOLDER:-/etc/nginx/tls}"
cat > shop.pem.new
test "$(openssl x509 -in shop.pem.new -noout -pubkey)" = "$(openssl pkey -in shop.key -pubout)" || {
  echo "the new chain is not for shop.key; nothing was changed" >&2
  exit 1
}
mv shop.pem.new shop.pem
nginx -t
nginx -s reload
