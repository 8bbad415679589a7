# SPDX-License-Identifier: Apache-2.0
scrutineer seats --method dhont --seats 5 --votes A=10,B=5
