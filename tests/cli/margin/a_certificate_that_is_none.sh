# SPDX-License-Identifier: Apache-2.0
echo '{"format": "scrutineer-margin-certificate/1", "colour": "red"}' >c.json
scrutineer margin --verify c.json
