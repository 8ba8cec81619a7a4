import { ApiProperty } from '@nestjs/swagger';

/** What every resource shows. */
export class Resource {
  @ApiProperty({ format: 'uuid', description: 'A UUIDv7.' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}
